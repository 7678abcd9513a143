"""Everything a person can have done: each action is one row, from which buttons, menus, messages and keys are drawn.

`table` lists them; a row stands beside the function that does it, in the module of its subject.
"""
