"""Communes, town halls, areas and distances: the reference data everything else is placed on."""
