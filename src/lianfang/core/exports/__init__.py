"""Lists that leave by a file: as spreadsheet or csv, of any length in little memory, with their mark."""
