"""The service's rules as data: required positions, codes, plan, checklist, award, assessment."""
