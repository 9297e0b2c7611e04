"""The console: what an administrator (管理者) sees of one company. It reads by queries and changes by services only."""
