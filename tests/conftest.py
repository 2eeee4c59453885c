"""What all tests share. The people of every test stand in tests/cast.py, the rows in tests/factories.py."""

pytest_plugins = ["tests.cast"]
