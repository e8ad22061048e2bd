#!/usr/bin/env python3
"""The command line of the site: `manage.py help` lists what it can do; `manage.py demo` runs all of it."""

import os
import sys

if not (3, 11) <= sys.version_info[:2] < (3, 14):
    version = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(f"Python 3.11, 3.12 or 3.13 is needed and this is {version}: use `make demo`, which finds one.")


def main(arguments):
    """Prepare the environment, then hand over to Django. Commands of the run time itself need no Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    try:
        import django  # noqa: F401
    except ImportError:
        sys.exit("The dependencies are not installed here: run `make demo` once, then use .venv/bin/python manage.py.")
    from marketplace.embedded.problems import Problem

    try:
        if arguments[:1] == ["demo"]:
            from marketplace.embedded.demo import main as demo

            return demo(arguments[1:])
        if arguments[:1] == ["processes"]:
            from marketplace.embedded import processes

            sys.stdout.write((processes.as_procfile() if "--procfile" in arguments else processes.as_table()) + "\n")
            return 0
        from marketplace.embedded.environment import prepare_command

        prepare_command(arguments)
    except Problem as problem:
        sys.exit(str(problem))
    return hand_over_to_django()


def hand_over_to_django():
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError
    from environs import EnvError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except EnvError as error:
        sys.exit(f"{str(error).rstrip('.')}: correct or unset it.")
    except OperationalError as error:
        if "connection failed" not in str(error) and "connection is bad" not in str(error):
            raise
        reason = str(error).strip().splitlines()[0].rpartition("failed: ")[2]
        sys.exit(
            f"The database at DATABASE_URL cannot be reached ({reason}): start it, correct the address, "
            f"or unset DATABASE_URL to use the built-in one."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
