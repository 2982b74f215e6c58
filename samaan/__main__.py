"""`python -m samaan` is the same as `samaan`."""

from samaan.cli import main

if __name__ == "__main__":
    main()
