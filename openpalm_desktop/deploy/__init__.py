"""Effects: the disk, the keyring and Docker engines."""
