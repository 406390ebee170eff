// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The floors of the house, from the ground up: a package imports only from lower floors. ARCHITECTURE.md's list is
 * generated from this one.
 */
final class Floors {
    private record Floor(String band, List<String> packages) {}

    private static final List<Floor> FLOORS = List.of(
            floor("kernel", "kernel", "processes"),
            floor("foundation", "crypto", "json"),
            floor("foundation", "postgres"),
            floor("foundation", "db"),
            floor("foundation", "config", "egress", "http", "jobs"),
            floor("foundation", "audit", "tracing"),
            floor("features", "idempotency", "keys", "outbound"),
            floor("features", "feature"),
            floor("features", "tenants"),
            floor("features", "access", "retention"),
            floor("features", "events"),
            floor("features", "sessions"),
            floor("features", "limits"),
            floor("features", "accounts", "reminders", "rewrap", "vault"),
            floor("features", "agents", "claude", "oidc", "projects", "webhooks"),
            floor("features", "budgets", "chatusers", "evictions", "numbers", "roomevents"),
            floor("features", "participants", "usage", "watch"),
            floor("features", "dispatch", "launch", "tokens"),
            floor("features", "calls", "models", "orchestration"),
            floor("features", "evidence", "realtime", "telephony"),
            floor("app", "commands"),
            floor("app", "doctor"),
            floor("app", "app"),
            floor("app", "devmode"),
            floor("app", "dev"));

    /** Modules outside the house, without floors. */
    static final List<String> BESIDE = List.of("livekit", "sandbox", "conformance", "api", "client", "cli", "bench");

    private static final Map<String, Integer> FLOOR_OF = new HashMap<>();

    static {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String name : FLOORS.get(floor).packages()) {
                FLOOR_OF.put(name, floor);
            }
        }
    }

    private Floors() {}

    private static Floor floor(String band, String... packages) {
        return new Floor(band, List.of(packages));
    }

    static boolean has(String name) {
        return FLOOR_OF.containsKey(name);
    }

    /** Whether {@code from} may import {@code to}; packages without a floor are not judged here. */
    static boolean mayImport(String from, String to) {
        return from.equals(to) || !has(from) || !has(to) || FLOOR_OF.get(to) < FLOOR_OF.get(from);
    }

    /** The list in ARCHITECTURE.md: a line for each band, top down; {@code <} stands between floors, lowest first. */
    static String drawing() {
        Map<String, List<Floor>> bands = FLOORS.stream().collect(Collectors.groupingBy(Floor::band));
        return List.of("app", "features", "foundation", "kernel").stream()
                .map(band -> "%-12s%s\n".formatted(band, line(bands.get(band))))
                .collect(Collectors.joining());
    }

    private static String line(List<Floor> floors) {
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (Floor floor : floors) {
            String names = String.join("  ", floor.packages());
            if (width + names.length() > 90) {
                line.setLength(line.length() - 1);
                line.append("\n").append(" ".repeat(12));
                width = 0;
            }
            line.append(line.isEmpty() ? "" : "< ").append(names).append(" ");
            width += names.length() + 3;
        }
        return line.toString().stripTrailing();
    }
}
