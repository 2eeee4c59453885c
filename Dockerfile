# The image of web server, worker, beat and migrate. docker-compose.yml starts them.
FROM python:3.12-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --require-hashes --only-binary :all: --requirement /tmp/requirements.txt

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=celt.settings
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent celt \
 && install --directory --owner celt --group celt --mode 700 /data /data/media /data/beat
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Static files need settings, not servers: the words here open nothing.
RUN SECRET_KEY=build DATABASE_URL=postgresql:///build python manage.py build_static \
 && SECRET_KEY=build DATABASE_URL=postgresql:///build python manage.py collectstatic --no-input
USER celt
EXPOSE 8000
CMD ["granian", "celt.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]
