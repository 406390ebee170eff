// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.profile.Memory;
import dev.stagedoor.bench.profile.ThreadTimes;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A server to load: ours or a peer. */
public interface Contender {
    /** As shown in the tables. */
    String name();

    /** Where it listens. */
    int port();

    /** What it has used so far. */
    Meters meters();

    /** Whether a load that it breaks off is left out of its figures, instead of ending the benchmark. */
    default boolean mayFail() {
        return false;
    }

    /**
     * Runs a load against it.
     *
     * @throws IllegalStateException if an answer is not what it must be
     */
    Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how);

    /**
     * Each call takes a fresh reading.
     *
     * @param used     the CPU time of its processes so far
     * @param compiler the part of it used by JIT compiler threads
     * @param resident its processes' resident memory in bytes
     */
    record Meters(Supplier<CpuTime> used, Supplier<CpuTime> compiler, LongSupplier resident) {
        /** Of a JVM. */
        public static Meters ofJvm(long pid) {
            return new Meters(
                    () -> CpuTime.ofTree(pid), () -> ThreadTimes.ofJvm(pid).compiler(), () -> Memory.ofTree(pid));
        }

        /** Of a program that compiles nothing while it runs, with its worker processes. */
        public static Meters of(long pid) {
            return new Meters(() -> CpuTime.ofTree(pid), () -> CpuTime.NONE, () -> Memory.ofTree(pid));
        }

        /** Measures a load. */
        public Measured during(DurablePostgres postgres, Supplier<Load.Outcome> load) {
            CpuTime before = used.get();
            CpuTime postgresBefore = postgres.used();
            Load.Outcome outcome = load.get();
            return new Measured(
                    outcome, used.get().minus(before), postgres.used().minus(postgresBefore));
        }
    }
}
