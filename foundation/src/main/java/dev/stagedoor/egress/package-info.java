/**
 * Where Stagedoor may call (I8): link-local and cloud metadata addresses never, private and loopback ones only where the
 * operator's configuration allows the range. It judges addresses, not names: whoever connects asks it with each address
 * a name led to, after the look-up and before the connection, so that re-binding DNS does not get round it.
 */
@NullMarked
package dev.stagedoor.egress;

import org.jspecify.annotations.NullMarked;
