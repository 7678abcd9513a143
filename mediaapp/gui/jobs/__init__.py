"""The list of batches and jobs, and the details of the chosen ones."""
