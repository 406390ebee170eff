// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.profile.CpuTime;

/**
 * A load and the CPU time it cost.
 *
 * @param load     its outcome
 * @param server   CPU time of the token server's processes
 * @param postgres CPU time of PostgreSQL's processes
 */
public record Measured(Load.Outcome load, CpuTime server, CpuTime postgres) {
    public double perSecond() {
        return load.perSecond();
    }

    public double p50() {
        return load.latencies().millis(50);
    }

    public double p99() {
        return load.latencies().millis(99);
    }

    /** Microseconds per response, server and PostgreSQL together. */
    public double cpu() {
        return serverCpu() + postgresCpu();
    }

    public double serverCpu() {
        return (double) server.total() / load.latencies().count();
    }

    public double postgresCpu() {
        return (double) postgres.total() / load.latencies().count();
    }

    /** The kernel's part of {@link #cpu}: sockets, files, scheduling. */
    public double kernelCpu() {
        return (double) (server.system() + postgres.system()) / load.latencies().count();
    }
}
