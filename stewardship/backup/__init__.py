"""One file that holds the whole installation, database and uploads, and the way back from it (docs/adr/0025).

`archive.py` is the file and its checks, `tables.py` the rows, `uploads.py` what was uploaded, `make.py` and
`restore.py` what the two commands do.
"""
