"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from celt.processes import count_together

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "celt.settings")
count_together()

application = get_wsgi_application()
