"""Model packs as data: one folder per pack with its `pack.toml`. No code and no weights."""
