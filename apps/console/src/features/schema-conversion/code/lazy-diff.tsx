'use client';
import dynamic from 'next/dynamic';
import { Loading } from '@/shell/loading';

/** The comparison of two texts, fetched once somebody compares. */
export const SqlDiff = dynamic(() => import('./sql-diff').then((module) => module.SqlDiff), { ssr: false, loading: () => <Loading /> });
