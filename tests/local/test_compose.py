"""docker-compose.yml: one port, no password that nobody gave, and the web role for web and workers."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
SECRETS = {"POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_WEB_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY"}
READ = {
    name
    for file in ("celt/settings.py", "celt/sign_in.py")
    for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / file).read_text())
}
# For a developer's own machine, and for tests.
NOT_ON_A_SERVER = {"DEBUG", "TEST_DATABASE_NAME"}


def test_the_services_are_those_of_the_product():
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "postgres", "redis"}


def test_only_the_web_port_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["web"]
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == ["web"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert not [name for name, service in SERVICES.items() if "network_mode" in service]


def test_only_this_machine_reaches_the_web_port():
    (port,) = SERVICES["web"]["ports"]
    assert port.startswith("${WEB_ADDRESS:-127.0.0.1}:")


def test_every_secret_must_be_given():
    used = re.findall(r"\$\{(\w+)(:\?|:-|\})", TEXT)
    assert {name for name, kind in used if kind == ":?"} >= SECRETS
    assert not [name for name, kind in used if name in SECRETS and kind != ":?"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_every_setting_that_is_read_reaches_the_programs(name):
    assert len(READ) > 25
    assert sorted(READ - NOT_ON_A_SERVER - set(SERVICES[name]["environment"])) == []


def test_the_documents_name_every_setting_and_no_other():
    map_ = (ROOT / "docs/ARCHITECTURE.md").read_text().split("## Settings")[1]
    read = {name for name in READ if not name.startswith("OIDC_")} - {"TEST_DATABASE_NAME"}
    assert set(re.findall(r"`([A-Z_]+)`", map_)) == read
    operations = (ROOT / "docs/operations.md").read_text()
    assert sorted(name for name in READ - NOT_ON_A_SERVER - {"DEMO"} if name not in operations) == []


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_programs_connect_as_the_web_role(name):
    environment = SERVICES[name]["environment"]
    assert environment["DATABASE_URL"].startswith("postgresql://celt_web:")
    assert not {"POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD"} & set(re.findall(r"\w+", str(environment)))
    assert environment["DEMO"] == "0"


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_programs_run_on_a_read_only_disk_without_capabilities(name):
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_programs_wait_for_the_migration(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="there is no docker-compose here to ask")
def test_compose_accepts_the_file_with_secrets_and_refuses_it_without():
    def config(environment):
        command = ["docker-compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
        path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        return subprocess.run(command, env=path | environment, cwd="/tmp", capture_output=True, text=True, check=False)

    given = dict.fromkeys(SECRETS, "word") | {"ALLOWED_HOSTS": "gap.example.org"}
    assert config(given).returncode == 0
    for name in SECRETS:
        refused = config({key: value for key, value in given.items() if key != name})
        assert refused.returncode != 0, name


def test_backup_and_restore_find_rows_and_uploads_in_the_service_that_owns_them():
    migrate = SERVICES["migrate"]
    assert migrate["environment"]["MEDIA_ROOT"] == SERVICES["web"]["environment"]["MEDIA_ROOT"] == "/data/media"
    assert migrate["environment"]["DATABASE_URL"].startswith("postgresql://celt_owner:")
    assert "media:/data/media" in migrate["volumes"]


def test_the_worker_reaches_a_mail_server_and_keeps_no_port_open():
    assert "letters" in SERVICES["worker"]["networks"]
    assert not SERVICES["worker"].get("ports")
    assert SERVICES["worker"]["environment"]["EMAIL_URL"].startswith("${EMAIL_URL:-")
