"""Makes and measures readers; nothing here is needed to ask an article. `pip install '.[train]'`."""
