"""Telling others: notices that are posted, programs that are started, results that are copied, each as a job."""
