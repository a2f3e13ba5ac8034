package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.transaction.Transaction;
import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import java.lang.reflect.Method;

/**
 * Notes that a transaction only reads, if it was begun for the annotated method: right inside of JTA's interceptors, which are at
 * 200. {@link Before} looks what was there before them.
 */
@ReadOnlyTransaction
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 210)
public class ReadOnlyIntent {
    private static final String BEFORE = ReadOnlyIntent.class.getName();

    /** Only for the container. */
    public ReadOnlyIntent() {}

    @AroundInvoke
    Object note(InvocationContext call) throws Exception {
        Transaction now = TransactionNotes.current();
        if (now != null
                && !isMeantToWrite(call.getMethod())
                && now != call.getContextData().remove(BEFORE)) {
            TransactionNotes.begunFor(now).noteReadOnly();
        }
        return call.proceed();
    }

    /** A method that says @Transactional in a class that says @ReadOnlyTransaction: the nearer annotation counts. */
    private static boolean isMeantToWrite(Method method) {
        return method.isAnnotationPresent(Transactional.class)
                && !method.isAnnotationPresent(ReadOnlyTransaction.class);
    }

    /** Right outside of JTA's interceptors. */
    @ReadOnlyTransaction
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE + 190)
    public static class Before {

        /** Only for the container. */
        public Before() {}

        @AroundInvoke
        Object look(InvocationContext call) throws Exception {
            Transaction before = TransactionNotes.current();
            if (before != null) {
                call.getContextData().put(BEFORE, before);
            }
            return call.proceed();
        }
    }
}
