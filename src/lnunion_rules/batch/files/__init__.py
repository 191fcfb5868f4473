"""The batch from files to files, part by part."""
