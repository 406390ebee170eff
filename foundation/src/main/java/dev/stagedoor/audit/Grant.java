package dev.stagedoor.audit;

import dev.stagedoor.kernel.Proof;

/** An entry for the group commit: whose, on what grounds, at what cost and within which budget. */
public record Grant(Proof proof, Draft entry, Cost cost, Budget budget) {}
