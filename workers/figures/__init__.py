"""How the work goes: figures of it, what is out of the ordinary, and both as metrics. Values and judgement, without SQL."""
