"""Settings by purpose: `dev` (also the demo), `test` and `production`, all on `base`. Only `env.py` reads the environment."""
