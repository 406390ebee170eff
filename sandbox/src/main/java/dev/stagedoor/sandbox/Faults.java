// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The faults waiting for calls. A call meets the oldest fault set for its method. Thread-safe.
 *
 * <p>In every method, passing no {@link SandboxMethod} means all of them.
 */
public final class Faults {
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private static final class Waiting {
        final Fault fault;
        final Set<SandboxMethod> methods;
        int left;

        Waiting(Fault fault, Set<SandboxMethod> methods, int left) {
            this.fault = fault;
            this.methods = methods;
            this.left = left;
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();

    Faults() {}

    /** The next call to any of these methods meets this fault. */
    public void once(Fault fault, SandboxMethod... methods) {
        times(1, fault, methods);
    }

    /** The next {@code count} calls to these methods meet this fault. */
    public synchronized void times(int count, Fault fault, SandboxMethod... methods) {
        if (count < 1) throw new IllegalArgumentException("count must be 1 or more, not " + count);
        Set<SandboxMethod> meant =
                methods.length == 0 ? EnumSet.allOf(SandboxMethod.class) : EnumSet.copyOf(List.of(methods));
        waiting.add(new Waiting(fault, meant, count));
    }

    /** Every call to these methods meets this fault until {@link #clear}. */
    public void always(Fault fault, SandboxMethod... methods) {
        times(FOR_EVER, fault, methods);
    }

    /** Removes all faults. */
    public synchronized void clear() {
        waiting.clear();
    }

    /** How many planned faults no call has met yet; permanent faults do not count. */
    public synchronized int pending() {
        return waiting.stream()
                .filter(one -> one.left != FOR_EVER)
                .mapToInt(one -> one.left)
                .sum();
    }

    public synchronized @Nullable Fault meet(SandboxMethod method) {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (!one.methods.contains(method)) continue;
            if (one.left != FOR_EVER && --one.left == 0) all.remove();
            return one.fault;
        }
        return null;
    }
}
