// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.profile.CpuTime;

/**
 * A load and the CPU time it cost.
 *
 * @param load     its outcome
 * @param server   CPU time of the token server's processes
 * @param postgres CPU time of PostgreSQL's processes
 */
record Measured(Load.Outcome load, CpuTime server, CpuTime postgres) {
    double perSecond() {
        return load.perSecond();
    }

    double p50() {
        return load.latencies().millis(50);
    }

    double p99() {
        return load.latencies().millis(99);
    }

    /** Microseconds per response, server and PostgreSQL together. */
    double cpu() {
        return serverCpu() + postgresCpu();
    }

    double serverCpu() {
        return (double) server.total() / load.latencies().count();
    }

    double postgresCpu() {
        return (double) postgres.total() / load.latencies().count();
    }

    /** The kernel's part of {@link #cpu}: sockets, files, scheduling. */
    double kernelCpu() {
        return (double) (server.system() + postgres.system()) / load.latencies().count();
    }
}
