"""What stands in the way of a backup or a restore."""


class BackupRefused(Exception):
    """Nothing was made, or nothing was written; the message says why and what to do.

    `exit_code` tells scripts: 3 not configured · 4 no room · 5 pg_dump or pg_restore · 6 another one runs ·
    7 the file cannot be used (wrong key, cut, altered) · 8 the place is not empty · 1 anything else. (9, of the
    command: restored, but the audit record or the keyring is not right.)
    """

    def __init__(self, message: str, *, exit_code: int = 1):
        super().__init__(message)
        self.exit_code = exit_code
