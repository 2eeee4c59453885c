"""What can go wrong with a file, as a sentence for whoever gave it."""


class FileRefused(Exception):
    """The whole file cannot be taken; the text says why and what to do. Nothing has been written."""


class UndoRefused(Exception):
    """A batch cannot be undone; the text says what stands in the way."""


class Busy(Exception):
    """Another import of this trust is being applied."""
