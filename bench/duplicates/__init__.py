"""Labelled mixes of client records, to fit the duplicate matcher on and to measure it with.

``python -m bench.duplicates.mixes 100000 OUT.csv --seed 7 --mix default`` writes a file of records
as people and clerks type them, each with the true person it is of; ``bench.duplicates.shares``
tells how the true pairs of such a file divide by what they share.

====================  =========================================================================
``knobs``             every probability, the mixes as sets of knobs, the jitter by seed
``words``             names, cities and company words of ``data/``, with how common they are
``people``            true people and companies: who they are and how they can be reached
``groups``            the traps: families, twins, colleagues, namesakes, second owners of a number
``names``, ``slips``  a name as it gets typed, and what goes wrong with any typed text
``contacts``          phones, mailboxes and profiles as they get typed
``papers``            tax numbers, birthdays, cities and companies as they get typed
``records``           which of a person's facts get into one record, and what later ones share
``mixes``             the file
``shares``            how its true pairs divide
====================  =========================================================================
"""
