"""``python -m papermesh``."""

from papermesh.cli import main

if __name__ == "__main__":
    main()
