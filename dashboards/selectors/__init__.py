"""What the dashboards' pages read: frozen dataclasses, a fixed number of queries, everything through the door."""
