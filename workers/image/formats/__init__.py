"""One folder a format, each with a `Codec`; `registry` is the only place that names them all."""
