"""The documentation of the Python standard library in a Qdrant collection whose schema qschema keeps."""
