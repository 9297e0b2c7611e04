"""KING OF TIME 勤怠管理 over its WebAPI v1.0, or any server that speaks it."""
