"""What every job store has to do: run unchanged on each one that `stores.py` names."""
