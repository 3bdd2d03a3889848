"""Fields: one value each, `edited` up when a person changes it, `show_value` down."""
