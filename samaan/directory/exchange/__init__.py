"""The directory as a table that an office keeps: CSV and XLSX, out and in."""
