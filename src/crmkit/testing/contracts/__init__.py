"""Contracts: one class per port, whose tests every adapter of the port passes.

An adapter's author subclasses the contract in a test module and writes the one method that opens
the adapter; ``pytest`` then runs every promise of the port against it.
"""
