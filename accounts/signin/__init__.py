"""The defences of signing in: counting tries, holding them back, codes of one use, devices that are known, typed text kept."""
