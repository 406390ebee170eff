// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a configuration record: its purpose, default and bounds. It is defined here because a configuration
 * record lives beside its user, on any floor; {@code config} reads it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** Its purpose: one line for the operator. */
    String value();

    /** The default, as written in the file. Without a default the setting is required. */
    String initial() default REQUIRED;

    /** The minimum: a number, milliseconds of a duration, or bytes of a size. */
    long min() default 0;

    /** The maximum: a number, milliseconds of a duration, or bytes of a size. */
    long max() default Long.MAX_VALUE;

    /** Marks a setting without a default. */
    String REQUIRED = "\u0000";
}
