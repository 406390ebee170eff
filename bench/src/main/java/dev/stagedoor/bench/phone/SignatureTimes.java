// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link SignatureMarks}. */
public final class SignatureTimes {
    private SignatureTimes() {}

    /** Nanoseconds for each signature, by {@link CarrierWebhooks#signs}; half a minute. */
    public static Map<String, Double> measure() {
        Map<String, Double> nanos = new HashMap<>();
        try {
            for (RunResult result : new Runner(new OptionsBuilder()
                            .include(SignatureMarks.class.getName())
                            .forks(1)
                            .warmupIterations(2)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(3)
                            .measurementTime(TimeValue.milliseconds(500))
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run()) {
                String mark = result.getPrimaryResult().getLabel();
                nanos.put(
                        mark.equals("frontEnd") ? CarrierWebhooks.FRONT_END : CarrierWebhooks.signs(mark),
                        result.getPrimaryResult().getStatistics().getPercentile(50));
            }
        } catch (RunnerException e) {
            throw new IllegalStateException("the signatures could not be run", e);
        }
        return nanos;
    }
}
