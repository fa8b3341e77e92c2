"""Pictures: functions that draw arrays on axes, in one style."""
