"""What can go wrong with a job store as a whole, and the loss of a claim."""


class StoreError(Exception):
    """The job database cannot be used as it is."""


class DatabaseTooNew(StoreError):
    """A newer application made this database; it is left alone. The second value is its version."""


class DatabaseOnNetwork(StoreError):
    """The data folder is on a network file system, where SQLite's locks cannot be relied on."""


class DatabaseDamaged(StoreError):
    """The database's bytes make no sense; the next start sets it aside."""


class DatabaseBusy(StoreError):
    """Another process held the write lock for longer than 10 s."""


class DatabaseFull(StoreError):
    """The disk that holds the database is full or cannot be written."""


class ClaimLost(Exception):
    """The job is not running under exactly this claim any more; whatever was about to be written must not be."""
