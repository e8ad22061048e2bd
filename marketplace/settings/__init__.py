"""Settings by purpose: `dev` (the demo too), `test`, `production`, all on `base`. Only `env.py` reads the environment."""
