"""The version of the application, and the only place that says it; what builds an installation reads it here."""

VERSION = "0.1.0"
