import { NotFound } from '@/shell/not-found';

export default NotFound;
