"""Settings by purpose: `dev` (demo too), `test`, `production`, all on `base`. Only `env.py` reads the environment."""
