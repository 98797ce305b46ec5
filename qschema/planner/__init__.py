"""What is declared beside what is there, and the plan that leads from one to the other; nothing here carries it out."""

from __future__ import annotations
