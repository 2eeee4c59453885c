"""What this app's rows are as evidence, one noun a file: see academies.providers.records."""
